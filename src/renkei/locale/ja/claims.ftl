# 述べられた数値
claims-agree = 数値は一致しています。
claims-conflicting = 数値が食い違っています：{ $figures }。両方を残し、まだ誰も判断していません。
claims-factor = 数値が{ $factor }倍違います。万と億を確かめてください。{ $figures }
claims-subject-length = 件名が空であるか、{ $most }文字を超えています。
claims-figure-length = 数値が{ $most }文字を超えています。
claims-no-number = 「{ $figure }」から数を読み取れません。
