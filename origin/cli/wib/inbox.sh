# ./wib inbox: the letters that the sandbox's Resend has taken, newest last, with the link each carries.

cmd_inbox() {
  load_env
  local letters
  letters=$(sandbox_get "emails${1:+?to=$1}") || fail "The sandbox does not answer; run ./wib up"
  "$node" -e '
    const letters = JSON.parse(process.argv[1]);
    if (!letters.length) console.log("  no letters yet");
    for (const { created_at, to, subject, link } of letters) console.log(`  ${created_at.slice(11, 19)}  ${to.join(", ").padEnd(30)} ${subject}\n            ${link ?? ""}`);' "$letters"
}
