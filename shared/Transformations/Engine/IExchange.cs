namespace DataAggregator.Transformations.Engine;

/// <summary>A step that needs the whole run.</summary>
internal interface IExchange : ITransformation
{
    /// <summary>Whether this step, with the settings and inputs it has, needs the whole run; else it is an <see cref="IRowStep"/> too.</summary>
    bool NeedsWholeRun => true;

    /// <summary>Whether each record that comes out is one that came in, so that it can still be told where it stands in the source.</summary>
    bool KeepsRecords => true;

    /// <summary>Whether the step itself takes out records only when it has seen all of them.</summary>
    bool RejectsLate => false;

    /// <summary>What carries the step out in one run.</summary>
    ExchangeOperator Open(ExchangeContext context);
}
