using Microsoft.DurableTask;

namespace DataAggregator.Emulator.Durable;

/// <summary>Who waits for which external event, and events that nobody has waited for yet: the latest waiter is served first, the oldest event is given first.</summary>
internal sealed class EventWaiters(DataConverter converter)
{
    private readonly Dictionary<string, List<Waiter>> waiters = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string Name, string? Payload)> unclaimed = [];

    /// <summary>Whether any waiter is left.</summary>
    public bool Any => waiters.Values.Any(list => list.Any(waiter => !waiter.IsDone));

    /// <summary>Set once the orchestration starts over: events are then for its next execution.</summary>
    public bool Closed { get; set; }

    /// <summary>Events that nobody has taken.</summary>
    public IReadOnlyList<(string Name, string? Payload)> Unclaimed => unclaimed;

    public Task<T> WaitFor<T>(string name, CancellationToken cancellationToken)
    {
        if (!waiters.TryGetValue(name, out var list))
        {
            waiters.Add(name, list = []);
        }

        list.RemoveAll(done => done.IsDone);
        if (list.Count > 0 && list[0].Type != typeof(T))
        {
            throw new ArgumentException(
                $"Waiters for one event have to agree on its type: '{name}' is awaited as {list[0].Type.FullName} and now as {typeof(T).FullName}.", nameof(name));
        }

        var waiter = new Waiter<T>(cancellationToken);
        var early = unclaimed.FindIndex(found => string.Equals(found.Name, name, StringComparison.OrdinalIgnoreCase));
        if (early >= 0 && !Closed && !waiter.IsDone)
        {
            var payload = unclaimed[early].Payload;
            unclaimed.RemoveAt(early);
            waiter.Take(converter, payload);
        }
        else
        {
            list.Add(waiter);
        }

        return waiter.Task;
    }

    public void Raise(string name, string? payload)
    {
        if (!Closed && waiters.TryGetValue(name, out var list))
        {
            list.RemoveAll(done => done.IsDone);
            if (list.Count > 0)
            {
                var latest = list[^1];
                list.RemoveAt(list.Count - 1);
                latest.Take(converter, payload);
                return;
            }
        }

        unclaimed.Add((name, payload));
    }

    private abstract class Waiter
    {
        public abstract Type Type { get; }

        public abstract bool IsDone { get; }

        public abstract void Take(DataConverter converter, string? payload);
    }

    private sealed class Waiter<T> : Waiter
    {
        private readonly TaskCompletionSource<T> arrival = new();
        private readonly CancellationTokenRegistration registration;

        public Waiter(CancellationToken cancellationToken)
            => registration = cancellationToken.Register(() => arrival.TrySetCanceled(cancellationToken));

        public Task<T> Task => arrival.Task;

        public override Type Type => typeof(T);

        public override bool IsDone => arrival.Task.IsCompleted;

        public override void Take(DataConverter converter, string? payload)
        {
            registration.Dispose();
            try
            {
                arrival.TrySetResult(converter.Deserialize<T>(payload)!);
            }
            catch (Exception unreadable) when (!arrival.Task.IsCompleted)
            {
                arrival.TrySetException(unreadable);
            }
        }
    }
}
