package dev.parley.app.scenario;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Owner;
import dev.parley.streams.tool.CallLedger;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A ledger that nobody else writes to. */
final class LedgerInMemory implements CallLedger {
    private final Map<CallId, Claim> claims = new ConcurrentHashMap<>();

    @Override
    public Claim claim(CallId call, String tool, Owner owner) {
        Claim before = claims.putIfAbsent(call, new Claim.Unknown());
        return before == null ? new Claim.Granted() : before;
    }

    @Override
    public void finished(CallId call, Owner owner, Map<String, String> result) {
        claims.put(call, new Claim.Finished(result));
    }

    @Override
    public void failed(CallId call) {
        claims.remove(call);
    }
}
