"""What is printed on a screen of 100 columns, in which a Chinese character takes two."""
