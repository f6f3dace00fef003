# Two panels: the time to the last answer, and the memory of the end that connects, over the number of idle flows.
# Reads hvsock.dat, 'JDK channels.dat' and junixsocket.dat of `folder`: flows, seconds, MiB. Writes the SVG `target`.
set terminal svg size 900, 380 dynamic enhanced font "Helvetica,Arial,sans-serif,12" background "#ffffff"
set output target
set datafile separator "\t"
set border 3 lc rgb "#888888"
set grid lc rgb "#dddddd" lw 0.5
set xtics 5000 nomirror format "%.0f" tc rgb "#333333"
set ytics nomirror tc rgb "#333333"
set xlabel "idle flows"
set xrange [0:*]
set yrange [0:*]
set key top left reverse Left samplen 2
array colours[3] = ["#d1495b", "#5b8db8", "#6aa56a"]
array names[3] = ["hvsock", "JDK channels", "junixsocket"]
file(i) = folder . "/" . names[i] . ".dat"
set multiplot layout 1, 2 title "Ever more flows in one 512 MiB JVM, a virtual thread each" font ",14"
set title "until the last has its answer, seconds"
plot for [i=1:3] file(i) using 1:2 with linespoints pt 7 ps 0.5 lw 2 lc rgb colours[i] title names[i]
set title "process memory, MiB"
plot for [i=1:3] file(i) using 1:3 with linespoints pt 7 ps 0.5 lw 2 lc rgb colours[i] title names[i]
unset multiplot
