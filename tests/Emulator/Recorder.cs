using System.Threading.Channels;

namespace DataAggregator.Tests.Emulator;

/// <summary>What the functions under test were given, in order.</summary>
internal sealed class Recorder<T>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Channel<T> _seen = Channel.CreateUnbounded<T>();

    /// <summary>What the function does with what it was given: nothing, unless a test says otherwise.</summary>
    public Func<T, CancellationToken, Task> Behaviour { get; set; } = (_, _) => Task.CompletedTask;

    public async Task SeeAsync(T value, CancellationToken cancellationToken)
    {
        _seen.Writer.TryWrite(value);
        await Behaviour(value, cancellationToken);
    }

    /// <summary>The next invocation.</summary>
    public async Task<T> NextAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        return await _seen.Reader.ReadAsync(patience.Token);
    }

    /// <summary>The next so many invocations.</summary>
    public async Task<List<T>> NextAsync(int count)
    {
        var values = new List<T>();
        while (values.Count < count)
        {
            values.Add(await NextAsync());
        }

        return values;
    }

    /// <summary>Whether there was an invocation that no test has looked at.</summary>
    public bool IsEmpty => _seen.Reader.Count == 0;
}
