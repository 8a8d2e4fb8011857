# Keeps one server for a JVM that may die at any moment: takes its orders from a pipe, and at the
# pipe's end ends the server and deletes its folder. Answers each order with one line.
folder=$1 bin=$2
shift 2
server=
while read -r order; do
    case $order in
    init)
        "$@" "$bin/initdb" -D "$folder/data" -U postgres --auth=trust --encoding=UTF8 --locale=C \
            --no-sync >"$folder/log" 2>&1 </dev/null
        echo $?
        ;;
    start)
        "$@" "$bin/postgres" -D "$folder/data" >>"$folder/log" 2>&1 </dev/null &
        server=$!
        echo $server
        ;;
    reap)
        wait $server
        echo $?
        server=
        ;;
    esac
done
if [ -n "$server" ]; then
    # An immediate shutdown ends the children too, unless they are frozen.
    kill -CONT $(cat /proc/$server/task/*/children) $server
    kill -QUIT $server
    wait $server
fi
# A killed server leaves this file, and a segment of shared memory that the next start would delete.
if [ -f "$folder/data/postmaster.pid" ]; then
    ipcrm -m "$(sed -n '7s/.* //p' "$folder/data/postmaster.pid")"
fi
rm -rf "$folder"
