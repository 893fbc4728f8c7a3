using System.Collections.Concurrent;

namespace DataAggregator.Local.Processes;

/// <summary>
/// The one thread that starts child processes. Linux sends a child its parent-death signal when the thread that started it ends,
/// so that thread has to live exactly as long as the process.
/// </summary>
internal static class SpawnThread
{
    private static readonly BlockingCollection<Action> Starts = Begin();

    /// <summary>Runs <paramref name="start"/> on that thread.</summary>
    public static Task<T> RunAsync<T>(Func<T> start)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Starts.Add(() =>
        {
            try
            {
                result.SetResult(start());
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                result.SetException(failure);
            }
        });
        return result.Task;
    }

    private static BlockingCollection<Action> Begin()
    {
        var starts = new BlockingCollection<Action>();
        new Thread(() =>
        {
            foreach (var start in starts.GetConsumingEnumerable())
                start();
        })
        { IsBackground = true, Name = "starts child processes" }.Start();
        return starts;
    }
}
