"""The shell: sockets, files, clocks and child processes; decides nothing."""
