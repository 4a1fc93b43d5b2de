// The least a Node program can do on a media socket: what the consumer said goes back as it came. Nothing is parsed, recorded,
// measured or heard; a program that did would do worse.
//   node server.mjs        prints {"event":"listening","port":…}; ends on SIGTERM
import { WebSocketServer } from "ws";

const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false, backlog: 1024 });

server.on("connection", (socket) => {
  socket.on("message", (message) => {
    if (message.includes('"track":"inbound"')) socket.send(message, { binary: false });
  });
  socket.on("error", () => {});
});
server.on("listening", () => console.log(JSON.stringify({ event: "listening", port: server.address().port })));
process.on("SIGTERM", () => process.exit(0));
