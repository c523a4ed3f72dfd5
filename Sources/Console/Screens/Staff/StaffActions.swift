import Newsroom

extension Actions {
    static let staff: [Action] = [
        Action(
            id: "desk.addStaff", name: Phrase("添加人员", "add"), help: Phrase("添加人员", "Add somebody"), keys: ["n"],
            commands: ["addstaff", "添加人员"], group: .desk, hint: 6,
            possible: { $0.place == .list(.staff) ? desk($0, .manageStaff) : .elsewhere },
            run: { model, _ in model.beginForm(Form.staff(model.dispatchContext()), purpose: .staff(nil)) }),
        Action(
            id: "desk.changeStaff", name: Phrase("修改人员", "change"),
            help: Phrase("修改光标所在人员", "Change the person under the cursor"),
            keys: ["e"], commands: ["changestaff", "修改人员"], group: .desk, hint: 5,
            possible: { model in
                guard case .staff = model.target else { return .elsewhere }
                return desk(model, .manageStaff)
            },
            run: { model, _ in
                guard case .staff(let id) = model.target, let card = model.rows.staff[id] else { return [] }
                return model.beginForm(Form.staff(model.dispatchContext(), prefill: card), purpose: .staff(id))
            }),
    ]
}
