# The watch.
watch-text-length = The entry is empty or longer than { $most } characters.
watch-link-silent = nothing heard from the partner for { $seconds } s
watch-link-closed = the connection was closed
watch-link-lost = Link to { $partner } lost: { $why }
watch-link-restored = Link to { $partner } restored after { $seconds } s
watch-stream-halted = The stream of { $partner } is halted: { $why }
