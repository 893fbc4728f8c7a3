using System.Collections.Immutable;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace DataAggregator.Emulator.Worker.Invocation;

/// <summary>A method with <see cref="FunctionAttribute"/>, read once at start.</summary>
internal sealed partial class FunctionDescriptor : FunctionDefinition
{
    /// <summary>Under this name a parameter's properties hold its binding attribute.</summary>
    public const string BindingAttributeProperty = "bindingAttribute";

    private readonly PropertyInfo? taskResult;

    private FunctionDescriptor(MethodInfo method, string name, ParameterInfo triggerParameter, TriggerBindingAttribute trigger)
    {
        Method = method;
        Name = name;
        TriggerParameter = triggerParameter;
        Trigger = trigger;
        ParameterBindings = [.. method.GetParameters().Select(parameter => new ParameterBinding(parameter))];
        Parameters = [.. ParameterBindings.Select(binding => binding.Parameter)];
        InputBindings = ParameterBindings.Where(binding => binding.Attribute is not null).ToImmutableDictionary(
            binding => binding.Parameter.Name,
            BindingMetadata (binding) => new EmulatedBindingMetadata(binding.Parameter.Name, BindingType(binding.Attribute!.GetType())));
        taskResult = method.ReturnType.IsGenericType && method.ReturnType.GetGenericTypeDefinition() == typeof(Task<>)
            ? method.ReturnType.GetProperty(nameof(Task<>.Result))
            : null;
    }

    public MethodInfo Method { get; }

    public TriggerBindingAttribute Trigger { get; }

    public ParameterInfo TriggerParameter { get; }

    /// <summary>The function-level retry policy; null without one.</summary>
    public RetryAttribute? Retry => Method.GetCustomAttribute<RetryAttribute>(inherit: true);

    public override string Id => Name;

    public override string Name { get; }

    public override string EntryPoint => $"{Method.DeclaringType!.FullName}.{Method.Name}";

    public override string PathToAssembly => Method.DeclaringType!.Assembly.Location;

    public override ImmutableArray<FunctionParameter> Parameters { get; }

    public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; }

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings => ImmutableDictionary<string, BindingMetadata>.Empty;

    /// <summary>How each parameter is bound, in order.</summary>
    public ImmutableArray<ParameterBinding> ParameterBindings { get; }

    /// <summary>Reads a method.</summary>
    /// <exception cref="EmulatorStartException">The method cannot be a function.</exception>
    public static FunctionDescriptor From(MethodInfo method, FunctionAttribute attribute)
    {
        var place = $"{method.DeclaringType!.FullName}.{method.Name}";
        if (!ValidName().IsMatch(attribute.Name))
        {
            throw new EmulatorStartException(
                $"{place}: the function name '{attribute.Name}' has to be a letter and then at most 127 letters, digits, '_' or '-'.");
        }

        if (method.ReturnType == typeof(ValueTask) || (method.ReturnType.IsGenericType && method.ReturnType.GetGenericTypeDefinition() == typeof(ValueTask<>)))
        {
            throw new EmulatorStartException($"{place}: the official worker does not await a ValueTask; return a Task.");
        }

        var triggers = method.GetParameters()
            .SelectMany(parameter => parameter.GetCustomAttributes<TriggerBindingAttribute>().Select(trigger => (Parameter: parameter, Trigger: trigger)))
            .ToArray();
        return triggers is [var (parameter, trigger)]
            ? new FunctionDescriptor(method, attribute.Name, parameter, trigger)
            : throw new EmulatorStartException($"{place}: function '{attribute.Name}' has {triggers.Length} trigger parameters, but needs exactly one.");
    }

    /// <summary>Calls the method and waits for its end.</summary>
    /// <param name="instance">The object; null for a static method.</param>
    /// <param name="arguments">The arguments in order.</param>
    /// <returns>What it returned; null if it returns nothing.</returns>
    public async Task<object?> CallAsync(object? instance, object?[] arguments)
    {
        var returned = Method.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, arguments, null);
        if (returned is not Task task)
        {
            return returned;
        }

        await task;
        return taskResult?.GetValue(task);
    }

    // The official metadata: the attribute's name in camel case, without "Attribute".
    private static string BindingType(Type attribute)
    {
        var name = attribute.Name.EndsWith("Attribute", StringComparison.Ordinal) ? attribute.Name[..^"Attribute".Length] : attribute.Name;
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,127}$", RegexOptions.CultureInvariant)]
    private static partial Regex ValidName();
}
