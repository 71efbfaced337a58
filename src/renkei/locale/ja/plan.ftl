# 拒否:誰の任務・部隊か、何を前提とするか、何に反するか。
plan-partner-task = { $task }は{ $owner }の任務です。決めるのは{ $owner }の司令部です。要請で依頼してください。
plan-partner-unit = { $resource }は{ $owner }に属します。任務を与えるのは{ $owner }の司令部です。要請で依頼してください。
plan-partner-constraint = 制約{ $constraint }は相手側が設けたもので、取り消せるのは相手側だけです。自国も同じ制約を設けない限り、自国を縛りません。
plan-constraint-not-own = 制約{ $constraint }は自国のものを1つも縛りません。所有国に要請してください。
plan-constraint-differs = 相手側は{ $constraint }という名前で別の制約を設けています。同意するなら同じ内容で、そうでなければ別の名前で設けてください。
plan-already-started = 計画{ $plan }はすでに開始されています。
plan-already-committed = { $task }はすでに確約済みです。
plan-id-length = 識別子は1~{ $most }文字です。
plan-id-taken = 識別子{ $id }はすでに使われています。
plan-tasks-most = 1つの計画の任務は{ $most }件までです。
plan-named-most = { $task }が挙げる資源・場所・方式・任務は{ $most }件までです。
plan-name-empty = { $task }には少なくとも1つの言語の名称が必要です。
plan-duration = { $task }の所要時間が正しくありません。最短・標準・最長の順で、{ $most }分以内にしてください。
plan-quantity = 数量と容量は0~{ $most }です。
plan-period = 期間の終わりは始まりより後にしてください。
plan-unknown-task = 任務{ $task }はありません。
plan-unknown-resource = 資源{ $resource }はありません。
plan-unknown-constraint = 制約{ $constraint }はありません。
plan-start-past = { $task }を過去の時刻に置くことはできません。
plan-not-scheduled = { $task }にはまだ時刻がありません。確約の前に時刻を決めてください。
plan-task-closed = { $task }はもう変更できません({ $status ->
    [executing] 実施中
    [done] 完了
   *[cancelled] 取消済み
})。
plan-committed-held = { $task }は確約済みです。変更できるのは指揮官だけです。
plan-grant-missing = { $task }は要請{ $request }を前提としますが、要請は{ $state ->
    [asked] まだ回答されていません
    [refused] 断られました
    [withdrawn] 取り下げられました
   *[none] まだ送られていません
}。受諾されれば確約できます。
plan-commit-broken = { $tasks }:この時刻は成り立ちません({ $field }、不足{ $by }、{ $at })。計画を直してから確約してください。
plan-adopt-broken = この日程は{ $field }に反します({ $tasks }、不足{ $by }、{ $at })。採用しません。
plan-adopt-duration = この日程では{ $task }の所要時間が計画と異なります。
plan-no-such-way = { $task }はその方式・その場所では実施できません。
plan-talk-not-agreed = 共同計画の協議{ $request }は合意に至っていないか、別の協議に置き換えられています。何も採用していません。
plan-sequence-needed = { $resource }は一度に1つしか使えず、その時間帯は{ $owner }の{ $other }が使います。先に順序を取り決めてください。双方の所有国が受諾するもので、どちらにも命じません。
plan-sequence-not-shared = { $task }は{ $resource }を使いません。
plan-sequence-not-own = { $resource }のこの順序に自国の任務はありません。
plan-report-not-now = { $task }について「{ $report ->
    [started] 開始
    [finished] 終了
   *[delayed] 遅延
}」は報告できません({ $status ->
    [planned] 計画
    [on_call] 待機
    [committed] 確約済み
    [executing] 実施中
    [done] 完了
   *[cancelled] 取消済み
})。
plan-report-future = まだ起きていないことを{ $task }について報告することはできません。
plan-report-before-start = { $task }の終了は開始より後でなければなりません。
plan-undo-report = { $task }の報告は事実なので取り消せません。訂正を記録してください。
plan-stale = { $object }はその後変更されました。確認してやり直してください。
plan-solver-died = 計算が結果を出さずに終わりました。計画は変わっていません。やり直してください。
plan-solver-lost = 時間内に計算の結果が得られませんでした。計画は変わっていません。制限時間を延ばしてやり直してください。
plan-repair-needs-now = 修正には現在時刻が必要です。

# 競合:一文と、その根拠。
plan-conflict-capacity = { $tasks }には合わせて{ $resource }が{ $needed }必要ですが、{ $available }しかありません。順番に行う時間の余裕もありません。
plan-conflict-out = { $resource }が{ $start }から{ $ends ->
    [open] 当面の間、
   *[until] { $end }まで
}{ $available ->
    [0] 使えない
   *[other] { $available }に減る
}ため、{ $tasks }を期限までに行えません。
plan-conflict-resources = { $tasks }は、今ある{ $resources }では、すべてを期限までに行うことができません。
plan-conflict-time = { $tasks }の時刻は互いに矛盾しています。
plan-conflict-authority = { $tasks }には必要な権限がなく、ほかの方法もありません。
plan-conflict-stock = { $tasks }は{ $stocks }を{ $needed }使いますが、その時までに揃いません。
plan-conflict-travel = { $tasks }の間に{ $units }が移動する時間がありません。
plan-conflict-on-call = { $units }が{ $kept }のために確保されている間は、{ $tasks }を期限までに行えません。
plan-conflict-rules = { $tasks }に求められていることを、すべて守ることはできません。
plan-item-due = { $task }の期限は{ $at }です。
plan-item-earliest = { $task }の開始は{ $at }以降です。
plan-item-decision = { $task }は決定を待つため、開始は{ $at }以降です。
plan-item-ready = { $resource }が使えるのは{ $at }以降です({ $tasks })。
plan-item-delay = { $resource }が遅れているため、{ $tasks }の開始は{ $at }以降になります。
plan-item-late = { $task }は遅れると報告され、{ $at }以降の見込みです。
plan-item-after = { $task }は{ $of }の後に行います{ $hours ->
    [0] { "" }
   *[other] (間隔{ $hours }時間以上)
}{ $most ->
    [-1] { "" }
   *[other] (間隔{ $most }時間以内)
}。
plan-item-chain = { $tasks }は順に行い、合わせて{ $hours }時間かかります。
plan-item-together = { $tasks }は同時に行います(差は{ $hours }時間以内)。
plan-item-span = { $tasks }は、最初の開始から最後の終了まで{ $hours }時間以内です。
plan-item-sequence = { $task }は{ $of }の後と、双方の所有国が取り決めています。
plan-item-gate = { $task }は段階「{ $phase }」の完了({ $tasks })を待ちます{ $hours ->
    [0] { "" }
   *[other] (さらに{ $hours }時間後)
}。
plan-item-same-asset = { $tasks }は同じ部隊が担当します。
plan-item-different-asset = { $tasks }は別々の部隊が担当します。
plan-item-authority = { $task }は要請{ $request }に基づいて行いますが、この要請は{ $state ->
    [asked] まだ回答されていません
    [refused] 断られました
    [withdrawn] 取り下げられました
    [other] 別の国が受諾したものです
   *[none] まだ送られていません
}。{ $who }の受諾がなければ、{ $units }は担当できません。
plan-item-coverage = { $start }から{ $end }まで、{ $units }のうち常に{ $least }が勤務に就きます。
plan-item-group = { $tasks }は、全部行うか、まったく行わないかのどちらかです{ $count ->
    [0] { "" }
   *[other] ({ $missing }は行えません)
}。
plan-item-stock = { $tasks }は{ $stock }を{ $needed }使います。当初は{ $initial }です{ $supplied ->
    [0] { "" }
   *[other] (後から{ $supplied }補給)
}{ $produced ->
    [0] { "" }
   *[other] (任務により{ $produced }増加)
}。
plan-item-store = { $stock }の収容量は{ $most }です。当初は{ $initial }です{ $supplied ->
    [0] { "" }
   *[other] (後から{ $supplied }補給)
}{ $produced ->
    [0] { "" }
   *[other] ({ $tasks }により{ $produced }増加)
}。
plan-item-travel = { $unit }は{ $tasks }の間を移動します({ $ways })。
plan-item-on-call = { $task }は{ $start }から{ $end }まで待機し、{ $units }が確保されます。
plan-item-closed = { $task }は{ $place }を使えません:{ $status ->
    [flooded] 冠水
    [debris] がれきで閉塞
    [damaged] 損傷
   *[closed] 閉鎖
}（{ $start }から{ $ends ->
    [open] 当面の間
   *[until] { $end }まで
}）。
plan-item-not-during = { $task }は{ $start }から{ $ends ->
    [open] 当面の間
   *[until] { $end }までの間
}は行いません。
plan-item-capacity = { $resource }は{ $available }ですが、{ $tasks }には{ $needed }必要です。
plan-item-out = { $resource }は{ $start }から{ $ends ->
    [open] 当面の間、
   *[until] { $end }まで
}{ $available ->
    [0] 使えませんが
   *[other] { $available }に減りますが
}、{ $needed }必要です({ $tasks })。
plan-item-window = { $task }は、時刻や前後関係の条件により、{ $bounds ->
    [both] { $start }から{ $end }までの間に
    [end] { $end }までに
   *[start] { $start }以降に
}行うしかありません(所要{ $hours }時間)。
plan-item-times = { $count }件の時刻と前後関係の条件により、これらの任務をほかの時間に行うことはできません。
plan-item-parts = { $count }件の時刻と前後関係の条件により、次の任務は{ $start }から{ $end }までの間の限られた時間にしか行えません:{ $tasks }(合わせて{ $hours }時間)。
plan-item-overload = { $start }から{ $end }までの間に、{ $resource }は少なくとも次のとおり必要です:{ $tasks }。延べ{ $needed }時間ですが、使えるのは延べ{ $available }時間だけです。
plan-item-stock-by = 遅くとも{ $at }までに、{ $tasks }が{ $stock }を{ $needed }使いますが、その時までに揃うのは{ $available }だけです。
plan-item-volume = { $tasks }は{ $volume }を1つずつ、{ $hours }時間の間隔を空けて使います。
plan-item-calendar = { $resource }は連続{ $duty }時間まで勤務し、その後{ $rest }時間休みます。
plan-item-held-withheld = { $task }は{ $start }から{ $end }まで{ $uses }を使います。動かせない理由は開示されていません。
plan-item-held-partner = { $task }は所有国が公表したとおり{ $start }から{ $end }までです。
plan-item-held-committed = { $task }は{ $start }から{ $end }までと確約されています。
plan-item-held-executing = { $task }は実施中です({ $start }から{ $end }まで)。
plan-item-held-done = { $task }は{ $start }から{ $end }までに完了しました。
plan-item-held-kept = { $task }は{ $start }から{ $end }までのままです(今回の計算の対象外)。
plan-item-held-hold = { $task }は{ $start }から{ $end }までに固定されています。

# 解決策:最小の変更、その負担、合意が必要な国。
plan-way-due = { $task }の期限を{ $at }にする({ $hours }時間延長)。{ $who }の合意が必要です。
plan-way-earliest = { $task }を{ $at }から開始できるようにする({ $hours }時間繰上げ)。{ $who }の合意が必要です。
plan-way-held = { $task }を{ $at }に移す({ $hours }時間)。{ $who }の合意が必要です。
plan-way-ready = { $resource }を{ $at }までに使えるようにする({ $hours }時間繰上げ)。{ $who }の合意が必要です。
plan-way-after = { $task }を、{ $of }の後の定めより{ $hours }時間早く始められるようにする。{ $who }の合意が必要です。
plan-way-authority = { $task }の根拠となる要請{ $request }の受諾を得る。{ $who }の合意が必要です。
plan-way-coverage = 勤務に就く{ $units }を{ $least }とする({ $fewer }減)。{ $who }の合意が必要です。
plan-way-stock = { $at }までに{ $stock }を{ $extra }追加する。{ $who }の合意が必要です。
plan-way-store = { $stock }の収容量を{ $most }にする({ $extra }増)。{ $who }の合意が必要です。
plan-way-travel = { $unit }の移動を{ $hours }時間短縮する。{ $who }の合意が必要です。
plan-way-drop = { $task }について{ $field }を外す。{ $who }の合意が必要です。
plan-way-always = { $resource }を、今は使えないか減っている間も含め、常に{ $capacity }使えるようにする。{ $who }の合意が必要です。
plan-way-capacity = { $resource }を{ $capacity }にする({ $extra }増)。{ $who }の合意が必要です。
plan-way-counter = { $task }のため、{ $resource }を{ $start }から{ $end }まで{ $capacity }、それ以外は{ $otherwise }とする(延べ{ $hours }単位時間の追加)。{ $who }の合意が必要です。
plan-place-first = { $task }は{ $place }を使います。
plan-place-instead = { $task }は{ $place }を使います。{ $passed }は{ $status ->
    [flooded] 冠水
    [debris] がれきで閉塞
    [damaged] 損傷
    [unknown] 状況不明
   *[closed] 閉鎖
}のため、または期限に間に合わないためです。

# 採用済みの時刻が反するもの。
plan-broken-due = { $task }は期限に{ $hours }時間遅れます。
plan-broken-capacity = { $tasks }は{ $at }から{ $resource }を{ $excess }超えて使います。
plan-broken-travel = { $tasks }の間の移動時間が{ $hours }時間足りません。
plan-broken-other = { $tasks }:{ $field }が成り立ちません(不足{ $hours }時間)。

# 修正案。
plan-repair-in-time = { $count }件の任務を移します({ $tasks })。期限に遅れるものはありません。
plan-repair-stopped = 途中で中止：{ $count }件を動かす案。これより少なくて済む場合があります。
plan-repair-stopped-proved = 他の案を探す前に中止：{ $count }件を動かす案。これより少なくはできません。
plan-repair-late = { $count }件の任務を移します({ $tasks })。{ $missed }は期限に{ $hours }時間遅れます。

# 計画文書:どこが誤りか。
plan-document-yaml = YAMLとして読めません:{ $reason }。
plan-document-alias = 文書内の他の箇所への参照(*名前)は使えません。
plan-document-large = 文書が{ $most }文字を超えています。
plan-document-deep = 文書の入れ子が深すぎます。
plan-document-empty = 文書が空です。
plan-document-mapping = ここには「名前: 値」の組が必要です。
plan-document-list = ここにはリストが必要です。
plan-document-text = ここには文字列が必要です。
plan-document-number = 「{ $value }」は、ここで使える数ではありません。
plan-document-whole = 「{ $value }」は{ $least }以上の整数ではありません。
plan-document-flag = 「{ $value }」はtrueでもfalseでもありません。
plan-document-field = ここに項目「{ $field }」はありません。使える項目:{ $allowed }。
plan-document-missing = 項目「{ $field }」がありません。
plan-document-twice = 「{ $field }」が2回書かれています。
plan-document-id = 識別子は{ $most }文字までです。
plan-document-choice = 「{ $value }」は選択肢にありません:{ $allowed }。
plan-document-unknown = この文書に{ $kind ->
    [task] 任務
    [resource] 資源
    [place] 場所
    [phase] 段階
    [branch] 決心点の分岐
    [unit] 部隊
    [stock] 数量の記された備蓄
   *[decision] 決心点
}「{ $id }」はありません。
plan-document-authority = { $unit }は{ $owner }に属し、{ $nation }の任務では使えません。要請で依頼し、その要請を authority の制約に記してください。
plan-document-duration = 「{ $value }」は分単位の所要時間ではありません(例:90min、1.5h、2d、1h30min)。
plan-document-tick = 時間の刻みは1分以上です。
plan-document-three-points = 所要時間の3点はmin、likely、maxの順に大きくしてください。
plan-document-time = 「{ $value }」は時刻ではありません(例:D+12h、H-30min、2026-11-25T00:00Z)。
plan-document-year = { $year }年は{ $least }年から{ $most }年までの範囲にありません。
plan-document-zone = 「{ $value }」に時間帯がありません。
plan-document-anchor = 基準{ $anchor }はありません。使える基準:{ $known }。
plan-document-anchor-name = 「{ $anchor }」は基準の名前にできません(英字、先頭は大文字)。
plan-document-clock = 「{ $value }」は時刻ではありません(例:06:00)。
plan-document-tz = 時間帯「{ $value }」はありません。
plan-document-no-asset = { $task }は、ここで指す部隊をどれも使いません。
plan-document-phase-empty = 段階「{ $phase }」に属する任務がないため、完了基準を満たす時がわかりません。基準を満たす任務を挙げてください。
plan-document-hard-only = 種類「{ $kind }」の制約は必ず守るもので、重みは付けられません。
plan-document-stock = 種類「{ $kind }」の資源は備蓄ではありません。備蓄は「stock」とします。
plan-document-travel = { $unit }が{ $origin }から{ $to }までに要する時間がわかりません。時間か、速度と両地点の位置を記してください。
plan-document-span = 期間は[始まり, 終わり]の形で、終わりを始まりより後にしてください。
plan-document-sites = 容量を持つ複数の場所は選択肢です。modesとして書いてください。
plan-document-kind-unknown = 種類「{ $kind }」の制約はありません。使える種類:{ $known }。
plan-document-decision-latest = 決心点{ $id }に最遅時刻がありません。

# コマンドライン。
plan-cli-feasible = この計画は実施できます。
plan-cli-infeasible = この計画は、書かれたままでは実施できません。
plan-cli-undecided = 実施できるかどうか、制限時間内に分かりませんでした。制限時間を延ばしてください。
plan-cli-conflict = 競合 { $number }/{ $count }
plan-cli-because = 最小の根拠(1つ外せば競合はなくなります):
plan-cli-ways = 解決策(それぞれ単独で足ります):
plan-cli-ways-part = この競合の解決策(別の競合が残ります):
plan-cli-proved = この根拠だけで計算し直して証明しました。
plan-cli-unproved = 制限時間内に最小であることを証明できませんでした。
plan-cli-broken = 採用済みの時刻:
plan-cli-unread = ファイル{ $file }を読めません:{ $reason }。
plan-cli-no-schedule = 制限時間内に日程が見つかりませんでした。
plan-cli-solved = { $tasks }件の任務を配置し、検証しました({ $seconds }秒){ $optimal ->
    [yes] 。これより良い日程はありません
   *[no] 。より良い日程があるかもしれません
}。
plan-cli-left-out = 余裕がないため行わない任意の任務:{ $tasks }。
plan-cli-working = 日程を探しています
plan-cli-found = { $found }件
plan-table-task = 任務
plan-table-name = 名称
plan-table-owner = 所有国
plan-table-start = 開始
plan-table-end = 終了
plan-table-place = 場所
plan-table-mode = 方式
plan-table-due = 期限
plan-table-slack = 余裕(時間)
plan-table-uses = 使用
plan-table-status = 状態
plan-table-title = 同期表
plan-status-planned = 計画
plan-status-on_call = 待機
plan-status-committed = 確約済み
plan-status-executing = 実施中
plan-status-done = 完了
plan-status-cancelled = 取消済み
plan-document-not-own = この文書には { $nation } の新しい項目がありません。相手国の部分はその司令部が入力します。
