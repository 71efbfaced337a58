# What leaves and what stays at home, with the rule.
release-no-label = stays here: its label does not name this partner
release-not-ours = stays here: another nation originated it, and only that nation releases it
release-kind-undeclared = stays here: nobody has declared what this kind of event may name
release-subject-not-held = stays here: it is about something that the partner does not have
release-field-withheld = this field stays here: the label withholds it
release-reference-not-held = this reference stays here: it names something that the partner does not have
release-event-unknown = This nation has recorded no event { $event }; only own events are labelled.
release-label-changed = The label of { $event } was changed since you read it. Read it again and repeat.
release-not-partner = { $nation } is no partner of this node.
release-field-unknown = No field of this is called { $field }, so nothing would be withheld; nothing was recorded.
release-label-same = The label says this already; nothing was changed.
