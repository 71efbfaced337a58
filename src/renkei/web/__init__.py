"""The web server of one node: pages, a JSON interface and a stream; decides nothing."""
