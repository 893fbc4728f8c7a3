using DataAggregator.Core.Configuration;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Transformations.Engine;

/// <summary>A step that reads a source beside the stream at hand.</summary>
internal interface IInputStep : ITransformation
{
    /// <summary>The name of the source: of another source of the pipeline, else of a saved connector.</summary>
    string InputName { get; }

    /// <summary>Whether the schema of what comes out depends on that of the source.</summary>
    bool GivesItsFields => true;

    /// <summary>Whether the source is asked for single records, instead of being read whole.</summary>
    bool IsAsked => false;

    /// <summary>What to read of a saved connector; null for what its config says.</summary>
    string? InputStream { get; }

    /// <summary>The option that gives it.</summary>
    string StreamOption => "stream";

    /// <summary>Takes what is known of the source; called after the step was bound, before it describes. Adds a problem for every field that the source lacks.</summary>
    void Connect(NamedInput input, string path, Problems problems);
}
