# The nation's log.
log-gap = The log has a gap: line { $expected } is missing, line { $found } follows.
log-chain-broken = Line { $position } of the log is not what was written, or a line before it was changed.
log-network-file-system = { $path } lies on a network file system ({ $kind }), where a log is not safe. Choose a local disk.
log-in-use = The log { $path } is in use by another process.
log-exists = There is a file at { $path } already; nothing was overwritten.
log-leftover = { $leftover } is left from an earlier log at { $path }, and a new one would be read with it. Move it away together with that log.
log-copy-differs = The copy at { $path } does not end where the backup ends. Remove it and try again.
log-missing = There is no log at { $path }.
log-file-damaged = The file { $path } is damaged: { $damage }
log-form-unknown = The log { $path } has the form { $form }, which this version does not know.
log-batch-too-large = { $events } events are too many for one append; { $limit } are the most.
log-event-too-long = An event of { $bytes } bytes is too long; { $limit } are the most.
