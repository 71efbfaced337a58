# Exercises and their packs.
exercise-speed = A speed of { $speed } is outside 0 to { $most }.
exercise-ask-unknown = The exercise knows next, pause and run, not { $what }.
exercise-ask-most = { $most } steps are waiting already.
pack-too-large = The pack is longer than { $most } characters.
pack-not-yaml = This is no YAML: { $reason }
pack-field = A field is wrong: { $reason }
pack-zone = t0 needs a time zone.
pack-time-zone = “{ $name }” is no time zone; write its IANA name, for example Asia/Tokyo.
pack-two-nodes = An exercise of two headquarters names at least two nodes.
pack-dangling = “{ $name }” is named here and defined nowhere.
scenario-unknown = There is no packaged scenario “{ $name }”. There are: { $known }. A path to a pack works too.
exercise-next = Next: { $what } ({ $at })
exercise-node-ended = The node in { $directory } ended before it was ready, with status { $status }; its message is above. If its log is in use, another process runs this node: stop that one, or give another --directory.
exercise-in-use = Another exercise runs in { $directory } (process { $process }). Stop it with Ctrl-C where it runs, or with: kill { $process }. Or give another --directory.
pack-twice = “{ $name }” is defined twice.
exercise-year = An exercise is set in a year between { $least } and { $most }.
