# Users of this node.
accounts-sign-in-wrong = The user or the password is wrong.
accounts-too-many-attempts = Too many failed attempts. Try again in { $seconds } s.
accounts-login-taken = There is a user { $login } already.
accounts-login-unknown = There is no user { $login }.
accounts-login-form = "{ $login }" is no login name: a small letter, then up to 31 of small letters, digits, dot, hyphen, underscore.
accounts-role-form = An account needs at least one role; roles are small letters and underscores, not "{ $roles }".
accounts-form-unknown = The accounts { $path } have the form { $form }, which this version does not know.
