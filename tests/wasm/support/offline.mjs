// Loaded before a program (node --import): whoever it tries to reach is named on stderr, and not reached.
import net from "node:net";

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...given) {
  const [wanted] = Array.isArray(given[0]) ? given[0] : given;
  if (typeof wanted?.path === "string") return connect.apply(this, given);
  process.stderr.write(`offline: reached for ${wanted?.host ?? wanted?.hostname ?? wanted}:${wanted?.port}\n`);
  process.nextTick(() => this.destroy(new Error("this program is run offline")));
  return this;
};
