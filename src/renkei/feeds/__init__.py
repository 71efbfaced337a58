"""Pure codecs between the bytes of a feed and values; opens nothing, waits for nothing, knows no clock."""
