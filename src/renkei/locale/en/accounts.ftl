# Users of this node.
accounts-sign-in-wrong = The user or the password is wrong.
accounts-too-many-attempts = Too many failed attempts. Try again in { $seconds } s.
accounts-login-taken = There is a user { $login } already.
accounts-login-unknown = There is no user { $login }.
accounts-login-form = "{ $login }" is no login name: a small letter, then up to 31 of small letters, digits, dot, hyphen, underscore.
accounts-role-form = An account needs at least one role; roles are small letters and underscores, not "{ $roles }".
accounts-form-unknown = The accounts { $path } have the form { $form }, which this version does not know.
accounts-disabled = The account { $login } is disabled. The administrator of this headquarters can enable it.
accounts-password-first = This password is for the first sign-in only. Choose your own password of at least { $least } characters.
accounts-password-length = A password has { $least } to { $most } characters.
accounts-password-simple = A password has at least { $least } different characters.
accounts-password-same = The new password is the old one.
accounts-password-login = The new password must not contain the user { $login }.
