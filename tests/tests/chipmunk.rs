//! Chipmunk, a physics library whose names are in camel case: declared without `#[symbol]`, and a ball falls.
//!
//! Without the library the trial of it is ignored, and says so in its name; with `FFI_TESTS_REQUIRE_LIBRARIES` set
//! it fails, where setup gets it.

use std::cell::RefCell;
use std::env;
use std::ffi::{CStr, c_char, c_int, c_uint, c_void};
use std::ptr;
use std::slice;

use ffi_runtime::{
    ForeignType, LibraryError, MissingSymbol, callback_table, foreign_library, opaque,
};
use libtest_mimic::{Arguments, Trial};

#[opaque]
struct Space;

#[opaque]
struct Body;

#[opaque]
struct Shape;

/// `cpVect`
#[derive(Clone, Copy, Debug, ForeignType)]
#[repr(C)]
struct Vector {
    x: f64,
    y: f64,
}

/// `cpBB`
#[derive(Clone, Copy, Debug, ForeignType)]
#[repr(C)]
struct Bounds {
    left: f64,
    bottom: f64,
    right: f64,
    top: f64,
}

/// `cpSpaceDebugColor`
#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(C)]
struct Color {
    red: f32,
    green: f32,
    blue: f32,
    alpha: f32,
}

/// `cpSpaceDebugDrawOptions`
#[callback_table(user_data = data)]
#[repr(C)]
struct DebugDrawOptions {
    draw_circle: unsafe extern "C" fn(
        position: Vector,
        angle: f64,
        radius: f64,
        outline: Color,
        fill: Color,
        data: *mut c_void,
    ),
    draw_segment: unsafe extern "C" fn(from: Vector, to: Vector, color: Color, data: *mut c_void),
    draw_fat_segment: unsafe extern "C" fn(
        from: Vector,
        to: Vector,
        radius: f64,
        outline: Color,
        fill: Color,
        data: *mut c_void,
    ),
    draw_polygon: unsafe extern "C" fn(
        count: c_int,
        vertices: *const Vector,
        radius: f64,
        outline: Color,
        fill: Color,
        data: *mut c_void,
    ),
    draw_dot: unsafe extern "C" fn(size: f64, position: Vector, color: Color, data: *mut c_void),
    #[foreign(default = 7)]
    flags: c_uint,
    #[foreign(default = GREY)]
    shape_outline_color: Color,
    color_for_shape: unsafe extern "C" fn(shape: &Shape, data: *mut c_void) -> Color,
    #[foreign(default = GREY)]
    constraint_color: Color,
    #[foreign(default = GREY)]
    collision_point_color: Color,
    data: *mut c_void,
}

const GREY: Color = Color {
    red: 0.5,
    green: 0.5,
    blue: 0.5,
    alpha: 1.0,
};

const RED: Color = Color {
    red: 1.0,
    green: 0.0,
    blue: 0.25,
    alpha: 0.75,
};

/// The shapes that were drawn.
#[derive(Debug, PartialEq)]
enum Drawn {
    Circle([f64; 4], [Color; 2]),
    Segment([f64; 5], [Color; 2]),
    Polygon(Vec<[f64; 2]>),
}

#[derive(Default)]
struct Drawing(RefCell<Vec<Drawn>>);

impl Drawing {
    fn draw(&self, drawn: Drawn) {
        self.0.borrow_mut().push(drawn);
    }
}

impl DebugDrawOptionsMethods for Drawing {
    fn draw_circle(&self, at: Vector, angle: f64, radius: f64, outline: Color, fill: Color) {
        self.draw(Drawn::Circle([at.x, at.y, angle, radius], [outline, fill]));
    }

    fn draw_segment(&self, from: Vector, to: Vector, color: Color) {
        self.draw_fat_segment(from, to, 0.0, color, color);
    }

    fn draw_fat_segment(&self, from: Vector, to: Vector, radius: f64, outline: Color, fill: Color) {
        let numbers = [from.x, from.y, to.x, to.y, radius];
        self.draw(Drawn::Segment(numbers, [outline, fill]));
    }

    fn draw_polygon(&self, count: c_int, vertices: *const Vector, _: f64, _: Color, _: Color) {
        // SAFETY: C gives as many vertices.
        let vertices = unsafe { slice::from_raw_parts(vertices, count as usize) };
        let vertices = vertices.iter().map(|vertex| [vertex.x, vertex.y]);
        self.draw(Drawn::Polygon(vertices.collect()));
    }

    fn draw_dot(&self, size: f64, at: Vector, color: Color) {
        self.draw(Drawn::Circle([at.x, at.y, 0.0, size], [color; 2]));
    }

    fn color_for_shape(&self, _: &Shape) -> Color {
        RED
    }

    /// Shapes only.
    fn flags(&self) -> c_uint {
        1
    }
}

#[foreign_library(
    name = "chipmunk",
    version = "7",
    prefix = "cp",
    rename_all = "PascalCase",
    threads = "one"
)]
unsafe trait Chipmunk {
    fn space_new(&self) -> &Space;
    unsafe fn space_free(&self, space: &Space);
    fn space_set_iterations(&self, space: &Space, iterations: c_int);
    fn space_set_gravity(&self, space: &Space, gravity: Vector);
    fn space_get_static_body(&self, space: &Space) -> &Body;
    unsafe fn space_add_body(&self, space: &Space, body: &Body) -> &Body;
    unsafe fn space_add_shape(&self, space: &Space, shape: &Shape) -> &Shape;
    unsafe fn space_remove_body(&self, space: &Space, body: &Body);
    unsafe fn space_remove_shape(&self, space: &Space, shape: &Shape);
    fn space_step(&self, space: &Space, seconds: f64);
    fn space_debug_draw(&self, space: &Space, options: &DebugDrawOptions);
    fn body_new(&self, mass: f64, moment: f64) -> &Body;
    unsafe fn body_free(&self, body: &Body);
    fn body_set_position(&self, body: &Body, position: Vector);
    fn body_get_position(&self, body: &Body) -> Vector;
    fn body_set_velocity(&self, body: &Body, velocity: Vector);
    fn body_get_velocity(&self, body: &Body) -> Vector;
    fn body_get_angle(&self, body: &Body) -> f64;
    fn moment_for_circle(&self, mass: f64, inner: f64, outer: f64, offset: Vector) -> f64;
    fn moment_for_box2(&self, mass: f64, bounds: Bounds) -> f64;
    fn circle_shape_new(&self, body: &Body, radius: f64, offset: Vector) -> &Shape;
    fn segment_shape_new(&self, body: &Body, from: Vector, to: Vector, radius: f64) -> &Shape;
    unsafe fn shape_free(&self, shape: &Shape);
    fn shape_set_friction(&self, shape: &Shape, friction: f64);
    fn shape_get_BB(&self, shape: &Shape) -> Bounds;
    #[variable]
    fn version_string(&self) -> *const *const c_char;
}

const SYMBOLS: [&str; 26] = [
    "cpSpaceNew",
    "cpSpaceFree",
    "cpSpaceSetIterations",
    "cpSpaceSetGravity",
    "cpSpaceGetStaticBody",
    "cpSpaceAddBody",
    "cpSpaceAddShape",
    "cpSpaceRemoveBody",
    "cpSpaceRemoveShape",
    "cpSpaceStep",
    "cpSpaceDebugDraw",
    "cpBodyNew",
    "cpBodyFree",
    "cpBodySetPosition",
    "cpBodyGetPosition",
    "cpBodySetVelocity",
    "cpBodyGetVelocity",
    "cpBodyGetAngle",
    "cpMomentForCircle",
    "cpMomentForBox2",
    "cpCircleShapeNew",
    "cpSegmentShapeNew",
    "cpShapeFree",
    "cpShapeSetFriction",
    "cpShapeGetBB",
    "cpVersionString",
];

const ORIGIN: Vector = Vector { x: 0.0, y: 0.0 };

/// Bound to a process without Chipmunk, all of them are missing.
fn symbol_names_are_those_of_chipmunk() {
    // SAFETY: nothing is called.
    let error = unsafe { Chipmunk::from_process() }.unwrap_err();
    let LibraryError::MissingSymbols { missing, .. } = error else {
        panic!("{error}");
    };
    let symbols: Vec<_> = missing.iter().map(MissingSymbol::symbol).collect();
    assert_eq!(symbols, SYMBOLS);
}

fn ball_falls_on_the_ground(chipmunk: &Chipmunk) {
    // SAFETY: the variable never changes.
    let version = unsafe { *chipmunk.version_string() };
    // SAFETY: it is a text.
    let version = unsafe { CStr::from_ptr(version) };
    assert!(version.to_bytes().starts_with(b"7."), "{version:?}");
    assert_eq!(chipmunk.moment_for_circle(2.0, 0.0, 5.0, ORIGIN), 25.0);
    let square = Bounds {
        left: -3.0,
        bottom: -3.0,
        right: 3.0,
        top: 3.0,
    };
    assert_eq!(chipmunk.moment_for_box2(1.0, square), 6.0);

    let space = chipmunk.space_new();
    chipmunk.space_set_iterations(space, 10);
    let at = |x, y| Vector { x, y };
    chipmunk.space_set_gravity(space, at(0.0, -100.0));
    let still = chipmunk.space_get_static_body(space);
    let ground = chipmunk.segment_shape_new(still, at(-50.0, 0.0), at(50.0, 0.0), 0.0);
    let ball = chipmunk.body_new(2.0, 25.0);
    let round = chipmunk.circle_shape_new(ball, 5.0, ORIGIN);
    // SAFETY: the body is in no space yet.
    unsafe { chipmunk.space_add_body(space, ball) };
    for shape in [ground, round] {
        chipmunk.shape_set_friction(shape, 0.7);
        // SAFETY: the shape is in no space yet.
        let added = unsafe { chipmunk.space_add_shape(space, shape) };
        assert!(ptr::eq(added, shape));
    }
    chipmunk.body_set_position(ball, at(1.0, 15.0));
    chipmunk.body_set_velocity(ball, at(4.0, 0.0));
    for _ in 0..180 {
        chipmunk.space_step(space, 1.0 / 60.0);
    }

    // It lies on the ground, and rolls to the right.
    let position = chipmunk.body_get_position(ball);
    assert!((4.8..5.1).contains(&position.y), "{position:?}");
    assert!(position.x > 4.0, "{position:?}");
    let velocity = chipmunk.body_get_velocity(ball);
    assert!(velocity.x > 1.0 && velocity.y.abs() < 1.0, "{velocity:?}");
    assert!(chipmunk.body_get_angle(ball) < -0.5);
    let bounds = chipmunk.shape_get_BB(round);
    let size = [bounds.right - bounds.left, bounds.top - bounds.bottom];
    let is_its_size = size.iter().all(|size| (size - 10.0).abs() < 1e-9);
    assert!(is_its_size, "{bounds:?}");

    let drawing = Drawing::default();
    DebugDrawOptions::scoped(&drawing, |options| {
        chipmunk.space_debug_draw(space, options);
    });
    let circle = [position.x, position.y, chipmunk.body_get_angle(ball), 5.0];
    let ball_drawn = Drawn::Circle(circle, [GREY, RED]);
    let ground_drawn = Drawn::Segment([-50.0, 0.0, 50.0, 0.0, 0.0], [GREY, RED]);
    let drawn = drawing.0.into_inner();
    assert!(
        drawn.len() == 2 && drawn.contains(&ground_drawn) && drawn.contains(&ball_drawn),
        "{drawn:?}"
    );

    for shape in [ground, round] {
        // SAFETY: the shape was added above.
        unsafe { chipmunk.space_remove_shape(space, shape) };
        // SAFETY: nothing has the shape any more.
        unsafe { chipmunk.shape_free(shape) };
    }
    // SAFETY: the body was added above.
    unsafe { chipmunk.space_remove_body(space, ball) };
    // SAFETY: nothing has the body any more.
    unsafe { chipmunk.body_free(ball) };
    // SAFETY: all that was added to the space is removed, and nothing uses the space any more.
    unsafe { chipmunk.space_free(space) };
}

/// The trial of the library, if it is there.
fn trial() -> Trial {
    const NAME: &str = "ball_falls_on_the_ground";
    match Chipmunk::load() {
        Ok(_) => Trial::test(NAME, || {
            ball_falls_on_the_ground(&Chipmunk::load()?);
            Ok(())
        }),
        Err(error) if is_required() => Trial::test(NAME, move || Err(error.into())),
        Err(_) => {
            let remedy = if IS_TO_BE_HAD {
                "; `cargo xtask setup` gets it"
            } else {
                ""
            };
            let name = format!("{NAME} (missing: Chipmunk{remedy})");
            Trial::test(name, || Ok(())).with_ignored_flag(true)
        }
    }
}

/// Whether setup gets the library: for this machine, and for no other that is emulated.
const IS_TO_BE_HAD: bool = cfg!(all(target_os = "linux", target_arch = "x86_64"));

fn is_required() -> bool {
    IS_TO_BE_HAD && env::var_os("FFI_TESTS_REQUIRE_LIBRARIES").is_some()
}

fn main() {
    let arguments = Arguments::from_args();
    let names = Trial::test("symbol_names_are_those_of_chipmunk", || {
        symbol_names_are_those_of_chipmunk();
        Ok(())
    });
    libtest_mimic::run(&arguments, vec![names, trial()]).exit();
}
