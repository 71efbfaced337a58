# The web server.
web-signed-out = You are not signed in, or the session has ended. Sign in again.
web-token-missing = The change does not carry the session's token ({ $header }); it was refused so that no other page can act for you.
web-sign-ins-most = { $most } people are signing in already. Try again in a moment.
web-body-too-large = The request is longer than { $most } bytes.
web-field = A field is wrong: { $reason }
web-not-json = This is no JSON: { $reason }
web-command-id = A command needs an identifier of 1 to { $most } characters.
web-command-unknown = There is no command { $kind }.
web-zone = A time needs its zone.
web-year = A year is between { $least } and { $most }.
web-whole-number = “{ $value }” is no whole number.
web-limit = The time limit is above 0 and at most { $most } s.
web-job-unknown = There is no job { $job }; its result is no longer kept.
web-jobs-most = { $most } jobs are running already. Wait for one or cancel it.
web-job-kind = There is no job of the kind { $kind }.
web-no-exercise = This node is not in an exercise; its clock is the machine's.
web-port-taken = Port { $port } is taken by another program. Give another one: RENKEI_WEB_PORT or web_port in node.json
