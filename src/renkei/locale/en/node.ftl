# One node's write path.
node-role-missing = This is not yours to do. It is for: { $roles }.
node-no-partner = This node is not joined to { $nation }, so nothing can be releasable to it.
node-commands-most = One append takes 1 to { $most } commands.
node-events-most = One act takes at most { $most } events.
node-event-too-long = An event is longer than { $most } bytes; shorten its texts.
node-command-repeated = The command { $command } was recorded before, or comes twice; repeat an act as a whole or not at all.
node-event-beyond = { $bound ->
    [time] Its time is outside the years that nodes exchange.
    [identifier] An identifier is empty or too long for a partner to take.
   *[other] No partner could take this event: it is beyond a bound ({ $bound }).
}
