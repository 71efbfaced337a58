# 国境を越える要請:要請、申出、受諾、拒否、対案、撤回、確約、報告
requests-state-drafted = 起案中（未送付）
requests-state-registered = 受付簿に記載
requests-state-sent = 要請済み。{ $provider }の回答待ち
requests-state-offered = { $provider }が申出。{ $asker }の回答待ち
requests-state-countered_by_provider = { $provider }が対案を提示。{ $asker }の回答待ち
requests-state-countered_by_asker = { $asker }が対案を提示。{ $provider }の回答待ち
requests-state-accepted = 受諾済み。{ $provider }の指揮官による確約待ち
requests-state-committed = { $provider }が確約
requests-state-reported = { $provider }が実施を報告
requests-state-declined = 拒否
requests-state-offer_withdrawn = { $provider }が申出を取り下げ
requests-state-withdrawn = 撤回
requests-state-crossed = 行き違い：双方が相手の行為を知らずに行為した
requests-verb-request = { $by }が要請
requests-verb-amend = { $by }が要請を変更
requests-verb-offer = { $by }が申出
requests-verb-counter = { $by }が対案を提示
requests-verb-accept = { $by }が受諾
requests-verb-decline = { $by }が拒否
requests-verb-withdraw = { $by }が撤回
requests-verb-commit = { $by }が確約
requests-verb-report = { $by }が報告
requests-must-asker-withdraw = 改めて撤回して撤回を確定するか、要請を変更して継続してください
requests-must-asker-stand = { $provider }がその間に行ったことを確認し、要請を改めて変更するか撤回してください
requests-must-provider-withdraw = 改めて撤回して提供しないことを確定するか、変更後の要請に申出または対案を出してください
requests-must-provider-stand = { $asker }がその間に行ったことを確認し、変更後の要請に申出、対案または拒否で回答してください
requests-evidence-place = 場所が同じ：{ $place }
requests-evidence-quantity = 数量が同じ：{ $amount }
requests-evidence-deadline = 期限が同じ：{ $at }
requests-at-risk = 遅延のおそれ：期限 { $due }、見込み { $expected }（{ $task }）
requests-ask-for-self = 司令部は自らのためにのみ要請できます。{ $asker }に代わって要請することはできません。
requests-no-partner = { $nation }との回線がありません。
requests-register-own = この受付簿の要望は自司令部が処理するものです。{ $provider }のものではありません。
requests-not-drafted = { $request }には送付できる起案がありません。
requests-already-sent = { $request }は送付済みです。
requests-commit-by-commander = 「{ $verb }」は連絡官の行為ではありません。確約できるのは指揮官だけで、要請は起案から送付します。
requests-counter-needs-terms = 対案には、代わりに何を、いくつ、いつ、どの条件で、を示してください。
requests-terms-not-now = 「{ $verb }」は示された条件のままで行います。条件を変えるには申出か対案を出してください。
requests-amend-needs-content = 変更後の要請の内容を示してください。
requests-amend-keeps-parties = 変更しても当事者は変わりません。別の相手への要請は新しい要請です。
requests-same-entry = 同じ記載どうしは重複になりません。
requests-id-length = 識別子が空であるか、{ $most }文字を超えています。
requests-id-taken = 要請 { $request } はすでにあります。
requests-unknown = このノードに要請 { $request } はありません。
requests-need-empty = 何が必要かが書かれていません。
requests-text-length = 文が空であるか、{ $most }文字を超えています。
requests-original-kept = { $request } にはその言語の文がすでにあります。原文はそのまま残します。
requests-priority = 優先度は1（最高）から5です。{ $priority }は使えません。
requests-quantity = 数量 { $quantity } は意味をなしません。
requests-window = 期間の終わりが始まりより前です。
requests-joint-need = 共同計画の協議（第{ $talk }回）：共用の場所・部隊の使用と、連動する任務の時刻
requests-joint-satisfied = 共同計画の協議（第{ $talk }回）：これ以上の求めなし
requests-joint-size = 共同計画の協議には名称が必要です。協議は{ $talks }回まで、一通に載せられる使用と時刻は合わせて{ $items }件までです。
requests-joint-not-asked = { $request }は共同計画の協議ではないため、その案は出せません。
requests-joint-agreed = 合意済み。双方がそれぞれ自らの計画分を採用する
requests-joint-noted = 了解済み。これ以上の求めなし
requests-joint-adopted = { $request }は共同計画の協議です。内容の変更や確約はできません。双方がそれぞれ自らの計画分を採用し、任務は各指揮官が確約します。
requests-not-party = この司令部は { $request } の当事者ではありません。
requests-verb-not-now = 要請が「{ $state }」の間は「{ $verb }」はできません。
requests-acts-most = この要請には行為が{ $most }件あります。口頭で調整し、新しい要請を起こしてください。
requests-stale = { $request } は読み込み後に変わっています。読み直してから行ってください。
requests-label-missing = { $nation }への開示が表示されていないため、相手に届きません。先に開示の表示を付けてください。
requests-amount-people = { $bound ->
    [about] 約{ NUMBER($n) }名
    [at_least] { NUMBER($n) }名以上
    [at_most] { NUMBER($n) }名以下
   *[exact] { NUMBER($n) }名
}
requests-amount-vehicles = { $bound ->
    [about] 約{ NUMBER($n) }両
    [at_least] { NUMBER($n) }両以上
    [at_most] { NUMBER($n) }両以下
   *[exact] { NUMBER($n) }両
}
requests-amount-items = { $bound ->
    [about] 約{ NUMBER($n) }点
    [at_least] { NUMBER($n) }点以上
    [at_most] { NUMBER($n) }点以下
   *[exact] { NUMBER($n) }点
}
requests-amount-meals = { $bound ->
    [about] 約{ NUMBER($n) }食
    [at_least] { NUMBER($n) }食以上
    [at_most] { NUMBER($n) }食以下
   *[exact] { NUMBER($n) }食
}
requests-amount-m3 = { $bound ->
    [about] 約{ NUMBER($n) }立方メートル
    [at_least] { NUMBER($n) }立方メートル以上
    [at_most] { NUMBER($n) }立方メートル以下
   *[exact] { NUMBER($n) }立方メートル
}
requests-amount-parking = { $bound ->
    [about] 約{ NUMBER($n) }スポット
    [at_least] { NUMBER($n) }スポット以上
    [at_most] { NUMBER($n) }スポット以下
   *[exact] { NUMBER($n) }スポット
}
requests-amount-other = { $bound ->
    [about] 約{ NUMBER($n) } { $unit }
    [at_least] { NUMBER($n) } { $unit }以上
    [at_most] { NUMBER($n) } { $unit }以下
   *[exact] { NUMBER($n) } { $unit }
}
