using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace DataAggregator.Tests.Emulator.ApiSurface;

/// <summary>Writes public and protected declarations in the format of the listings, attributes left out.</summary>
internal static class ApiFormatter
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // What the compiler makes of `with`: its signature differs between target frameworks, and no code can name it.
    private const string CloneOfRecord = "<Clone>$";

    /// <summary>The type's own declaration without its interfaces.</summary>
    public static string Declaration(Type type)
    {
        var visibility = Visibility(type);
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            var invoke = type.GetMethod("Invoke")!;
            return $"{visibility} delegate {ApiType.Return(invoke)} {ShortName(type)}({Parameters(invoke)})";
        }

        if (type.IsEnum)
        {
            return $"{visibility} enum {type.Name} : {ApiType.Plain(Enum.GetUnderlyingType(type))}";
        }

        var modifiers = type switch
        {
            { IsInterface: true } => "interface ",
            { IsValueType: true } => (HasAttribute(type, "IsReadOnlyAttribute") ? "readonly " : string.Empty) + (IsRecord(type) ? "record struct " : "struct "),
            { IsAbstract: true, IsSealed: true } => "static class ",
            _ => (type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : string.Empty) + (IsRecord(type) ? "record class " : "class "),
        };
        var parent = type.IsClass && type.BaseType is { } found && found != typeof(object) ? $" : {ApiType.Plain(found)}" : string.Empty;
        return $"{visibility} {modifiers}{ShortName(type)}{parent}{Constraints(type.GetGenericArguments())}";
    }

    /// <summary>The interfaces that the type names, in no order.</summary>
    public static IEnumerable<string> Interfaces(Type type)
    {
        var inherited = type.BaseType?.GetInterfaces() ?? [];
        return type.GetInterfaces().Except(inherited).Where(implemented => implemented.IsVisible).Select(ApiType.Plain);
    }

    /// <summary>The members that others can see.</summary>
    public static IEnumerable<string> Members(Type type)
    {
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            return [];
        }

        if (type.IsEnum)
        {
            return type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => $"{field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}");
        }

        var fields = type.GetFields(Declared).Where(IsVisible).Select(Field);
        var properties = type.GetProperties(Declared).Where(property => property.GetAccessors(nonPublic: true).Any(IsVisible)).Select(Property);
        var methods = type.GetMethods(Declared)
            .Where(method => IsVisible(method) && !IsAccessor(type, method) && method.Name != CloneOfRecord).Select(Method);
        var constructors = type.GetConstructors(Declared).Where(constructor => IsVisible(constructor) && !constructor.IsStatic)
            .Select(constructor => $"{Visibility(constructor)} {ShortName(type)}({Parameters(constructor)})");
        return fields.Concat(properties).Concat(constructors).Concat(methods);
    }

    /// <summary>The type's full name in the listings.</summary>
    public static string FullName(Type type) => ApiType.Plain(type);

    private static string Field(FieldInfo field)
    {
        var visibility = field.IsPublic ? "public" : "protected";
        var type = ApiType.Of(field.FieldType, field);
        return field.IsLiteral
            ? $"{visibility} const {type} {field.Name} = {Literal(field.GetRawConstantValue())}"
            : $"{visibility} {(field.IsStatic ? "static " : string.Empty)}{(field.IsInitOnly ? "readonly " : string.Empty)}{type} {field.Name}";
    }

    private static string Property(PropertyInfo property)
    {
        var accessors = property.GetAccessors(nonPublic: true).Where(IsVisible).ToArray();
        var widest = accessors.FirstOrDefault(accessor => accessor.IsPublic) ?? accessors[0];
        var text = string.Join(' ', accessors.OrderBy(accessor => accessor != property.GetMethod).Select(accessor =>
        {
            var name = accessor == property.GetMethod ? "get" : IsInit(accessor) ? "init" : "set";
            return (accessor.IsPublic == widest.IsPublic ? string.Empty : "protected ") + name + ";";
        }));
        return $"{Visibility(widest)} {Modifiers(widest)}{ApiType.Of(property.PropertyType, property)} {property.Name} {{ {text} }}";
    }

    private static string Method(MethodInfo method)
    {
        var generic = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : string.Empty;
        return $"{Visibility(method)} {Modifiers(method)}{ApiType.Return(method)} {method.Name}{generic}({Parameters(method)})"
            + (method.IsGenericMethodDefinition ? Constraints(method.GetGenericArguments()) : string.Empty);
    }

    private static string Parameters(MethodBase method)
    {
        var extension = HasAttribute(method, nameof(ExtensionAttribute));
        return string.Join(", ", method.GetParameters().Select(parameter => (extension && parameter.Position == 0 ? "this " : string.Empty) + Parameter(parameter)));
    }

    private static string Parameter(ParameterInfo parameter)
    {
        var passing = parameter switch
        {
            { IsOut: true } => "out ",
            { ParameterType.IsByRef: true, IsIn: true } => "in ",
            { ParameterType.IsByRef: true } => "ref ",
            _ when parameter.IsDefined(typeof(ParamArrayAttribute), false) => "params ",
            _ => string.Empty,
        };
        var type = parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType;
        var value = parameter.HasDefaultValue ? " = " + Default(parameter) : string.Empty;
        return $"{passing}{ApiType.Of(type, parameter)} {parameter.Name}{value}";
    }

    private static string Default(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (parameter.RawDefaultValue is not { } value)
        {
            return type.IsValueType && Nullable.GetUnderlyingType(type) is null ? "default" : "null";
        }

        return type.IsEnum ? $"{ApiType.Plain(type)}.{Enum.GetName(type, value)}" : Literal(value);
    }

    private static string Literal(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Constraints(Type[] arguments) => string.Concat(arguments.Where(argument => argument.IsGenericParameter).Select(argument =>
    {
        var attributes = argument.GenericParameterAttributes;
        var isStruct = attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        string[] constraints =
        [
            .. attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? ["class"] : Array.Empty<string>(),
            .. isStruct ? ["struct"] : Array.Empty<string>(),
            .. argument.GetGenericParameterConstraints().Where(constraint => constraint != typeof(ValueType)).Select(ApiType.Plain),
            .. attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isStruct ? ["new()"] : Array.Empty<string>(),
        ];
        return constraints.Length == 0 ? string.Empty : $" where {argument.Name} : {string.Join(", ", constraints)}";
    }));

    private static string ShortName(Type type) => ApiType.Plain(type)[(type.Namespace!.Length + 1)..].Split('.').Last();

    private static string Visibility(Type type) => type.IsPublic || type.IsNestedPublic ? "public" : "protected";

    private static string Visibility(MethodBase method) => method.IsPublic ? "public" : "protected";

    private static string Modifiers(MethodInfo method)
    {
        if (method.DeclaringType!.IsInterface)
        {
            return method.IsStatic ? "static " : string.Empty;
        }

        return method switch
        {
            { IsStatic: true } => "static ",
            { IsVirtual: true } when method.GetBaseDefinition() != method => (method.IsFinal ? "sealed " : method.IsAbstract ? "abstract " : string.Empty) + "override ",
            { IsAbstract: true } => "abstract ",
            { IsVirtual: true, IsFinal: false } => "virtual ",
            _ => string.Empty,
        };
    }

    private static bool IsVisible(FieldInfo field) => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly;

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsAccessor(Type type, MethodInfo method) => method.IsSpecialName
        && type.GetProperties(Declared).Any(property => property.GetAccessors(nonPublic: true).Contains(method));

    private static bool IsInit(MethodInfo setter) => setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static bool IsRecord(Type type) => type.GetMethod("PrintMembers", Declared) is not null;

    private static bool HasAttribute(MemberInfo member, string name) => member.CustomAttributes.Any(attribute => attribute.AttributeType.Name == name);
}
