"""Which fonts a figure is drawn with: Noto Sans SC from its OFL package, else a Chinese font of the system."""

from __future__ import annotations

import warnings
from functools import cache

SYSTEM = (
    "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Microsoft YaHei", "PingFang SC",
    "WenQuanYi Micro Hei", "SimHei",
)  # fmt: skip
OWN = "DejaVu Sans"  # comes with matplotlib; has no Chinese


@cache
def families() -> tuple[str, ...]:
    """Names of the font families to draw with, best first; each one is there, so that matplotlib warns of none."""
    from matplotlib import font_manager

    packaged = _packaged_font()
    if packaged is not None:
        font_manager.fontManager.addfont(packaged)
        return (font_manager.get_font(packaged).family_name, OWN)

    there = set(font_manager.fontManager.get_font_names())
    found = tuple(name for name in SYSTEM if name in there)
    if not found:
        warnings.warn("no Chinese font: pip install pylopdf-fonts-zh-cn (没有中文字体)", stacklevel=2)
    return (*found[:1], OWN)


def _packaged_font() -> str | None:
    """File of the packaged font, None where the package is not installed."""
    try:
        from pylopdf_fonts_zh_cn import sans_path
    except ImportError:
        return None
    return str(sans_path())
