namespace DataAggregator.Emulator.Worker.Http;

/// <summary>The methods that an HTTP function answers; all if none is named.</summary>
internal sealed class FunctionMethods(IReadOnlyCollection<string> methods)
{
    private readonly IReadOnlyCollection<string> methods = methods;

    public bool Overlap(FunctionMethods other) => methods.Count == 0 || other.methods.Count == 0 || methods.Any(other.Include);

    public bool Include(string method) => methods.Count == 0 || methods.Contains(method, StringComparer.OrdinalIgnoreCase);
}
