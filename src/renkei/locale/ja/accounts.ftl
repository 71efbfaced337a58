# このノードの利用者
accounts-sign-in-wrong = 利用者名またはパスワードが違います。
accounts-too-many-attempts = 失敗が続いたため、{ $seconds }秒後にもう一度お試しください。
accounts-login-taken = 利用者 { $login } は既に登録されています。
accounts-login-unknown = 利用者 { $login } は登録されていません。
accounts-login-form = 「{ $login }」は利用者名に使えません。英小文字で始まり、英小文字・数字・ピリオド・ハイフン・下線で32字までです。
accounts-role-form = 役割が少なくとも一つ必要です。役割は英小文字と下線で書きます（「{ $roles }」は使えません）。
accounts-form-unknown = 利用者の記録 { $path } の形式 { $form } は、この版では扱えません。
accounts-disabled = 利用者 { $login } は停止されています。自司令部の管理者が再開できます。
accounts-password-first = このパスワードは初回のサインイン専用です。{ $least }字以上のパスワードを自分で決めてください。
accounts-password-length = パスワードは{ $least }字以上、{ $most }字以下です。
accounts-password-simple = パスワードには少なくとも{ $least }種類の文字が必要です。
accounts-password-same = 新しいパスワードがこれまでと同じです。
accounts-password-login = 新しいパスワードに利用者名 { $login } を含めないでください。
