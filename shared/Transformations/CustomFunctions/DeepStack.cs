using System.Runtime.ExceptionServices;

namespace DataAggregator.Transformations.CustomFunctions;

/// <summary>
/// Runs work on a thread whose stack is deep enough for whatever a function can nest within its memory limit: the engine walks values and
/// prototypes by recursion in places that none of its own limits watch. Only the pages touched take memory.
/// </summary>
internal static class DeepStack
{

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>Does the work and waits for it; what it throws is thrown here.</summary>
    /// <param name="work">The work.</param>
    /// <param name="size">The stack in bytes.</param>
    /// <param name="abandoned">Asked meanwhile: why not to wait any longer, null to go on. Work that is not waited for must touch nothing any more.</param>
    public static void Run(Action work, int size, Func<Exception?> abandoned)
    {
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    work();
                }
                catch (Exception exception)
                {
                    failure = ExceptionDispatchInfo.Capture(exception);
                }
            },
            size)
        {
            IsBackground = true,
            Name = "custom function",
        };
        thread.Start();
        while (!thread.Join(Look))
        {
            if (abandoned() is { } reason)
                throw reason;
        }

        failure?.Throw();
    }
}
