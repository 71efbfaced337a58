# Settings.
config-no-node = There is no node in { $directory }. Make one with: renkei init
config-node-exists = There is a node in { $directory } already; nothing was changed.
config-too-large = The settings file is longer than { $most } bytes.
config-field = The settings file is wrong: { $reason }
config-port = “{ $value }” is no port (0 to 65535).
config-no-secret = There is no secret for { $nation }. Make or take one over with: renkei partner
config-secret = A partner's secret is 32 bytes in hexadecimal.
