using System.Buffers;
using System.Text;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Expressions.Functions;

/// <summary>What a function keeps from one batch to the next: buffers, and what it made of arguments that stay the same, such as patterns.</summary>
internal sealed class InvocationMemory(int arguments)
{
    private readonly Scratch?[] scratches = new Scratch?[arguments];
    private readonly (byte[] Text, object? Made)[] made = new (byte[], object?)[arguments];

    /// <summary>Buffers of the function's own.</summary>
    public Scratch Scratch { get; } = new();

    /// <summary>Where the function writes a text.</summary>
    public ArrayBufferWriter<byte> Writer { get; } = new();

    /// <summary>Buffers that hold the value of an argument.</summary>
    public Scratch ScratchOf(int index) => scratches[index] ??= new Scratch();

    /// <summary>As <see cref="Invocation.Cached"/>.</summary>
    public T Cached<T>(int index, ReadOnlySpan<byte> text, Func<string, T> make)
    {
        ref var entry = ref made[index];
        if (entry.Text is null || !text.SequenceEqual(entry.Text))
            entry = (text.ToArray(), make(Encoding.UTF8.GetString(text)));
        return (T)entry.Made!;
    }
}
