# 開示されるもの、されないもの、その規則
release-no-label = 開示しません：ラベルの開示先にこの国がありません
release-not-ours = 開示しません：他国が作成したものであり、開示できるのは作成国だけです
release-kind-undeclared = 開示しません：この種類の事象が何を示し得るかが定められていません
release-subject-not-held = 開示しません：相手に開示していないものに関する事象です
release-field-withheld = この項目は開示しません：ラベルで非開示とされています
release-reference-not-held = この参照は開示しません：相手に開示していないものを示しています
release-event-unknown = 自国の記録に事象 { $event } はありません。ラベルを付けられるのは自国の事象だけです。
release-label-changed = { $event } のラベルは、表示後に変更されました。読み直してから、もう一度行ってください。
release-not-partner = { $nation } はこのノードの接続相手ではありません。
release-field-unknown = { $field } という項目はなく、何も非開示になりません。記録は行っていません。
release-label-same = ラベルは既にその内容です。変更はありません。
