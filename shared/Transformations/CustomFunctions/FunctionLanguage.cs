namespace DataAggregator.Transformations.CustomFunctions;

/// <summary>The language of a custom function.</summary>
internal enum FunctionLanguage
{
    /// <summary>JavaScript in a sandbox.</summary>
    Javascript,

    /// <summary>C#, which is checked but not sandboxed.</summary>
    Csharp,
}
