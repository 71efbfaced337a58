# Settings.
config-no-node = There is no node in { $directory }. Make one with: renkei init
config-node-exists = There is a node in { $directory } already; nothing was changed.
config-too-large = The settings file is longer than { $most } bytes.
config-field = The settings file is wrong: { $reason }
config-port = “{ $value }” is no port (0 to 65535).
config-no-secret = There is no secret for { $nation }. Make or take one over with: renkei partner
config-secret = A partner's secret is 32 bytes in hexadecimal.
config-node-form = “{ $node }” is no name of a node: a letter or digit of ASCII, then up to 31 of letters, digits, dot, hyphen, underscore.
config-zone-unknown = “{ $tz }” is no time zone. Give an IANA name, such as Asia/Tokyo.
config-ports-same = The web server and the border can't both listen on port { $port }.
config-partner-own = { $nation } is this node's own nation; a partner is another nation.
config-name-form = A headquarters needs a name of 1 to { $most } printable characters in each language.
config-nobody-serves = No node serves on port { $port }. Start it with: renkei serve
config-refused-there = The headquarters refused, and did not say why.
config-system = The system refuses: { $reason } { $path }
