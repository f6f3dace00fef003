# Horizontal bars, one for each contender, grouped by work: how many times as fast as the yardstick, with whiskers from the
# worst round to the best. Reads bars.dat of `folder`: place, ratio, worst, best, colour, label of a
# bar, title of a group. Writes the SVG `target`.
bars = folder . "/bars.dat"
set datafile separator "\t"
stats bars using 1 nooutput name "PLACE"
rows = PLACE_max - PLACE_min + 1
set terminal svg size 900, (rows * 19 + 110) dynamic enhanced font "Helvetica,Arial,sans-serif,12" background "#ffffff"
set output target
set title "Longer is better: 1 is the yardstick of each work; whiskers from the worst round to the best" font ",13" offset screen -0.2, 0
set lmargin at screen 0.42
set rmargin at screen 0.97
set tmargin 3
set bmargin 3
set xrange [0:2]
set yrange [PLACE_min - 1:1]
set xtics 0.25 nomirror format "%.2f" tc rgb "#333333"
set ytics scale 0 tc rgb "#333333"
set grid xtics lc rgb "#dddddd" lw 0.5
set border 1 lc rgb "#888888"
set arrow from 1, graph 0 to 1, graph 1 nohead lc rgb "#444444" dt 2 back
set style fill solid 0.9 noborder
set key off
shown(x) = x > 1.98 ? 1.98 : x
plot bars using (shown($2) / 2):1:(shown($2) / 2):(0.38):5:ytic(6) with boxxyerror lc rgb variable, \
  bars using ($2 == 0 ? 0.01 : NaN):1:(sprintf("{/:Bold %s}", strcol(7))) with labels left tc rgb "#222222", \
  bars using ($2 > 0 ? shown($2) : NaN):1:(shown($3)):(shown($4)) with xerrorbars pt 7 ps 0.15 lw 1.2 lc rgb "#333333", \
  bars using ($2 > 0 && $2 > 1.98 ? 1.93 : NaN):1:(sprintf("%.1f", $2)) with labels right font ",10" tc rgb "#ffffff"
