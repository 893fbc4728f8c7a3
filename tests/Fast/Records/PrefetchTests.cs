using System.Runtime.CompilerServices;
using DataAggregator.Core.Records;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Records;

public sealed class PrefetchTests
{
    private readonly List<int> released = [];
    private int made;

    [Fact]
    public async Task Items_come_in_order_and_whoever_takes_them_owns_them()
    {
        await using var prefetch = Start(Items(5), ahead: 2);

        (await TakeAsync(prefetch)).ShouldBe([0, 1, 2, 3, 4]);
        released.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_more_are_made_than_may_wait()
    {
        var full = new TaskCompletionSource();
        var prefetch = Start(Items(100, i => _ = i == 1 && full.TrySetResult()), ahead: 2);
        await full.Task;

        await prefetch.DisposeAsync();

        made.ShouldBe(2);
        released.ShouldBe([0, 1]);
    }

    [Fact]
    public async Task What_ends_the_reading_comes_behind_the_items_before_it()
    {
        await using var prefetch = Start(Items(3, i => { if (i == 2) throw new InvalidDataException("torn"); }), ahead: 8);
        List<int> taken = [];

        (await Should.ThrowAsync<InvalidDataException>(async () =>
        {
            await foreach (var item in prefetch.ReadAsync(CancellationToken.None))
                taken.Add(item);
        })).Message.ShouldBe("torn");

        taken.ShouldBe([0, 1]);
    }

    [Fact]
    public async Task Disposed_early_it_stops_a_source_that_hangs()
    {
        var hangs = new TaskCompletionSource();
        var prefetch = new Prefetch<int>(token => Hanging(hangs, token), released.Add, 1, CancellationToken.None);
        await hangs.Task;

        await prefetch.DisposeAsync();

        released.ShouldBeEmpty();
    }

    [Fact]
    public async Task Cancelled_it_tells_its_reader()
    {
        using var cancel = new CancellationTokenSource();
        var hangs = new TaskCompletionSource();
        await using var prefetch = new Prefetch<int>(token => Hanging(hangs, token), released.Add, 1, cancel.Token);
        await hangs.Task;

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => TakeAsync(prefetch));
    }

    private static async Task<List<int>> TakeAsync(Prefetch<int> prefetch)
    {
        List<int> taken = [];
        await foreach (var item in prefetch.ReadAsync(CancellationToken.None))
            taken.Add(item);
        return taken;
    }

    private static async IAsyncEnumerable<int> Hanging(TaskCompletionSource hangs, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        hangs.SetResult();
        await Task.Delay(Timeout.Infinite, cancellationToken);
        yield return 1;
    }

    private Prefetch<int> Start(IAsyncEnumerable<int> items, int ahead) => new(_ => items, released.Add, ahead, CancellationToken.None);

    private async IAsyncEnumerable<int> Items(int count, Action<int>? making = null)
    {
        await Task.CompletedTask;
        for (var i = 0; i < count; i++)
        {
            making?.Invoke(i);
            made++;
            yield return i;
        }
    }
}
