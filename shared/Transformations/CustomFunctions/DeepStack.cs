using System.Runtime.ExceptionServices;

namespace DataAggregator.Transformations.CustomFunctions;

/// <summary>
/// Runs work on a thread whose stack is deep enough for whatever a function can nest within its memory limit: the engine walks values and
/// prototypes by recursion in places that none of its own limits watch. Only the pages touched take memory.
/// </summary>
internal static class DeepStack
{
    private const int Size = 256 << 20;

    /// <summary>Does the work and waits for it; what it throws is thrown here.</summary>
    public static void Run(Action work)
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
            Size)
        {
            IsBackground = true,
            Name = "custom function",
        };
        thread.Start();
        thread.Join();
        failure?.Throw();
    }
}
