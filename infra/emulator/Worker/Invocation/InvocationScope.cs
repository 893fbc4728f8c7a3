using System.Collections;

namespace DataAggregator.Emulator.Worker.Invocation;

/// <summary>The log scope of an invocation, under the names that the official worker uses.</summary>
internal sealed class InvocationScope(string function, string invocation) : IReadOnlyList<KeyValuePair<string, object>>
{
    public int Count => 2;

    public KeyValuePair<string, object> this[int index] => index switch
    {
        0 => new("faas.name", function),
        1 => new("faas.invocation_id", invocation),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<KeyValuePair<string, object>> GetEnumerator()
    {
        yield return this[0];
        yield return this[1];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"{function} {invocation}";
}
