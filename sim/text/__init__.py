"""Every label once, in English and Chinese."""
