# The watch.
watch-text-length = The entry is empty or longer than { $most } characters.
watch-link-closed = the connection was closed
