# 二者が共同計画に合意するためのやり取り
plan-negotiate-joint = { $one }と{ $other }は{ $count }通のやり取りで共同計画に合意しました。
plan-negotiate-none = { $one }と{ $other }は{ $count }通のやり取りでも共同計画に至りませんでした。何も変更されていません。
plan-negotiate-malformed = { $by }からの通信はこちら宛てでないか、終了が開始より前の項目を含んでいます。
plan-negotiate-going-on = { $partner }との共同計画の協議が進行中です。先に中止するか、終わるまでお待ちください。
