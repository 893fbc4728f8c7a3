namespace DataAggregator.Emulator.Worker.Invocation;

/// <summary>What an invocation was started with, and what its function returned.</summary>
/// <param name="input">The values of bound parameters, by name.</param>
/// <param name="bindingData">What else the trigger told, by name.</param>
internal sealed class InvocationBindings(IReadOnlyDictionary<string, object?> input, IReadOnlyDictionary<string, object?> bindingData)
{
    public IReadOnlyDictionary<string, object?> BindingData { get; } = bindingData;

    /// <summary>What the function returned, or middleware put in its place.</summary>
    public object? Result { get; set; }

    /// <summary>What the trigger brought for a parameter: its input first, else the binding data of that name.</summary>
    public object? Source(string parameter) => input.TryGetValue(parameter, out var value) ? value : BindingData.GetValueOrDefault(parameter);
}
