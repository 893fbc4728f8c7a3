namespace Microsoft.Azure.Functions.Worker;

/// <summary>A type that no official package has, to see that the comparison finds it.</summary>
public sealed class ApiSurfaceSample;
