using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Context.Features;
using Microsoft.Extensions.DependencyInjection;

namespace DataAggregator.Emulator.Worker.Invocation;

/// <summary>One invocation. Its service scope is created when it is first asked for, and ends with it.</summary>
internal sealed class EmulatedFunctionContext : FunctionContext, IAsyncDisposable
{
    private readonly IServiceScopeFactory scopes;
    private AsyncServiceScope? scope;
    private IServiceProvider? services;

    public EmulatedFunctionContext(
        FunctionDescriptor function, TriggerData data, InputBinder binder, IServiceScopeFactory scopes, CancellationToken cancellationToken)
    {
        this.scopes = scopes;
        FunctionDefinition = function;
        Bindings = new InvocationBindings(data.Input, data.BindingData);
        BindingContext = new EmulatedBindingContext(Bindings);
        RetryContext = new EmulatedRetryContext(data.RetryCount, data.MaxRetryCount);
        InvocationId = data.InvocationId ?? Guid.NewGuid().ToString();
        CancellationToken = cancellationToken;
        Features.Set(Bindings);
        Features.Set<IFunctionInputBindingFeature>(new InputBindingFeature(binder));
    }

    public InvocationBindings Bindings { get; }

    public override string InvocationId { get; }

    public override string FunctionId => FunctionDefinition.Id;

    public override TraceContext TraceContext { get; } = new EmulatedTraceContext(Activity.Current);

    public override BindingContext BindingContext { get; }

    public override RetryContext RetryContext { get; }

    public override IServiceProvider InstanceServices
    {
        get => services ??= (scope ??= scopes.CreateAsyncScope()).ServiceProvider;
        set => services = value;
    }

    public override FunctionDefinition FunctionDefinition { get; }

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override IInvocationFeatures Features { get; } = new InvocationFeatures();

    public override CancellationToken CancellationToken { get; }

    public ValueTask DisposeAsync() => scope is { } created ? created.DisposeAsync() : ValueTask.CompletedTask;
}
