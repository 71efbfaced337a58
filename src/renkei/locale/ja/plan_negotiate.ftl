# 二者が共同計画に合意するためのやり取り
plan-negotiate-joint = { $one }と{ $other }は{ $count }通のやり取りで共同計画に合意しました。
plan-negotiate-none = { $one }と{ $other }は{ $count }通のやり取りでも共同計画に至りませんでした。何も変更されていません。
plan-negotiate-malformed = { $by }からの通信はこちら宛てでないか、終了が開始より前の項目を含んでいます。
plan-negotiate-going-on = { $partner }との共同計画の協議が進行中です。先に中止するか、終わるまでお待ちください。
plan-negotiate-working = 双方の計画エンジンが調整中
plan-negotiate-late = { $nation }自身の期限に対する遅れは、優先度で重み付けして計{ $hours }時間です。
plan-negotiate-nations = 調整は二国間で行います。文書にある国は「{ $nations }」です。--betweenで二国を指定してください。
plan-negotiate-no-tasks = この文書には{ $nation }の任務がありません。
plan-negotiate-lost = { $nation }の計画エンジンが回答の前に終了しました。何も合意されていません。
