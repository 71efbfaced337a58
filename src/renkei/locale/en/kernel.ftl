# What every part may say.
nation-unknown = { $code } is no nation's code (ISO 3166-1: two or three letters).
clock-ahead = The partner's clock is { $seconds } s ahead of ours; nothing of it is taken over until a person has looked.
event-body = The body of an event does not have its form: { $reason }
